/** All of it under both names of this machine. */
import '../e2e/msal-oidc.test.ts'
