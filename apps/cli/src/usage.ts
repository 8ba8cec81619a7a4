/** The command line asks for something that there isn't. */
export class UsageError extends Error {}

export const usage = `homeroom: a school's students, teachers, classes and articles behind a guarded API

  homeroom [start]                 serves the API; brings its own PostgreSQL when DATABASE_URL is not set
  homeroom migrate                 brings the database up to this program, and ends
  homeroom operator invite EMAIL   invites someone to run the installation, and prints the link
  homeroom mail                    lists the mails that wait or have failed
  homeroom mail retry ID|all       has failed mails tried again

The settings come from the environment: .env.example lists them.`;
