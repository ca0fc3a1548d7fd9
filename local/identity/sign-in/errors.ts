/** A refusal as Cognito words it: answered with 400, its name in `__type`. */
export class CognitoError extends Error {
  override readonly name: string;
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export function notAuthorized(message: string): CognitoError {
  return new CognitoError('NotAuthorizedException', message);
}

export function invalidParameter(message: string): CognitoError {
  return new CognitoError('InvalidParameterException', message);
}

/** The same for a wrong password and for a user that does not exist. */
export function wrongPassword(): CognitoError {
  return notAuthorized('Incorrect username or password.');
}
