/** File of a model's folder with what was found of it. */
export const reportFile = 'report.json'
