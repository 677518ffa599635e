/** Changes when a rule does; an assessment by another version is made again. Written by `npm run rules`. */
export const rulesVersion = 'e79836a08992'
