/** Changes when a rule does; an assessment by another version is made again. Written by `npm run rules`. */
export const rulesVersion = 'b6e5738f9ac7'
