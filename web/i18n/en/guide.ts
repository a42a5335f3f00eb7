export const guide = {
  title: 'Sign in with Microsoft on this host',
  lead: 'Microsoft must know this page before it sends anybody here. That takes one app registration, without a secret. It costs nothing, but it needs a directory: that of your organisation, or the one that comes with a free Azure account.',
  register: {
    title: 'Register the app',
    text: 'Open the Microsoft Entra admin center, “App registrations”, “New registration”. Choose any name. Under “Supported account types” choose accounts in any organizational directory and personal Microsoft accounts.',
    link: 'Open App registrations',
  },
  redirects: {
    title: 'Add this page’s addresses',
    text: 'In the app open “Authentication”, “Add a platform”, “Single-page application”. Enter both addresses. Leave the boxes for implicit grant empty and make no secret.',
    page: 'This page',
    bridge: 'Silent renewal',
    loopback: 'Microsoft takes “http” only for localhost. Open this page as {address} and register that.',
    insecure: 'Microsoft takes only “https” addresses. Serve this page over TLS first.',
  },
  permissions: {
    title: 'Add the permissions',
    text: 'Open “API permissions”, “Add a permission”, “Microsoft Graph”, “Delegated permissions”, and choose:',
  },
  clientId: {
    title: 'Start Ponte with the client ID',
    text: 'On the app’s “Overview” copy “Application (client) ID” and paste it here. It is not sent anywhere.',
    label: 'Application (client) ID',
    invalid: 'A client ID looks like 11111111-2222-3333-4444-555555555555.',
    zero: 'This is a placeholder, not a client ID.',
    valid: 'This is a client ID. Start Ponte with it:',
    command: 'Command',
    config: 'Or in ponte.config.json',
    then: 'Then reload this page.',
  },
}
