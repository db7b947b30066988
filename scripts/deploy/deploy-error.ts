/** What cannot go on, told in a line to whoever deploys; exit code 1. */
export class DeployError extends Error {}
