export { useBlocking, type Blocking } from './blocking.ts'
