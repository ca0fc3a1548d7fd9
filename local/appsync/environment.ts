/** Sources: AppSync API reference, "PutGraphqlApiEnvironmentVariables". */
const MOST_VARIABLES = 50;
const LONGEST_VALUE = 512;

/** Throws a sentence when the service would not take these variables of an API. */
export function checkEnvironment(environment: Readonly<Record<string, string>>): void {
  const entries = Object.entries(environment);
  if (entries.length > MOST_VARIABLES) {
    throw new Error(
      `The API has ${entries.length} environment variables; AppSync takes at most ${MOST_VARIABLES}.`,
    );
  }
  for (const [name, value] of entries) {
    if (!/^[A-Za-z]\w+$/.test(name)) {
      throw new Error(
        `The environment variable "${name}" needs another name: two characters or more, letters, digits and underscores, a letter first.`,
      );
    }
    if (value.length > LONGEST_VALUE) {
      throw new Error(
        `The environment variable ${name} has ${value.length} characters; AppSync takes at most ${LONGEST_VALUE}.`,
      );
    }
  }
}
