/** Changes when a rule does; an assessment by another version is made again. Written by `npm run rules`. */
export const rulesVersion = 'b69059e5c662'
