/** Reports that a team has made by themselves each week or month (JSON of what and how often), beside those of the configuration. */
export const reportSchedules = `
CREATE TABLE report_schedules (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  definition TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
`
