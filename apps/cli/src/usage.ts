/** The command line asks for something that there isn't. */
export class UsageError extends Error {}

export const usage = `homeroom: a school's students, teachers, classes and articles behind a guarded API

  homeroom [start]                 serves the API; brings its own PostgreSQL when DATABASE_URL is not set
  homeroom migrate                 brings the database up to this program, and ends
  homeroom operator invite EMAIL   invites someone to run the installation, and prints the link
  homeroom mail                    lists the mails that wait or have failed
  homeroom mail retry ID|all       has failed mails tried again
  homeroom factors remove EMAIL    takes an account's second factors and its password away: a new one is set by mail
  homeroom keys                    lists the signing keys
  homeroom keys create FILE        makes a first one, in a file that isn't there yet
  homeroom keys rotate             has a new one sign, and takes away those of no use any more, while the servers run;
                                   --wait SECONDS (15) is how long they have to read the file before

The settings come from the environment: .env.example lists them.`;
