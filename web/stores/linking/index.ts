export { urlOf, useLinking, type Linking, type Opened } from './linking.ts'
