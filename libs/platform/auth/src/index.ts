export {
  type AuthConfig,
  type AuthMode,
  authFields,
  authMistakes,
  isOpen,
  signingMistakes,
  turnTrustFields,
} from './auth-fields.ts';
export { type Authenticator, type AuthenticatorOptions, createAuthenticator, everybody } from './authenticator.ts';
export { type CredentialWatch, watchCredentials } from './credential-watch.ts';
export { asymmetricAlgorithms, type ClaimNames, claimNames } from './jwt-claims.ts';
export { type JwtOptions, type JwtVerifier, jwtVerifier } from './jwt-verifier.ts';
export { type KeysFile, keysFile, readKeysFile } from './keys-file.ts';
export { signingKeys } from './signing-keys.ts';
