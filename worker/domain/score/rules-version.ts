/** Changes when a rule does. */
export const rulesVersion = 'x'
