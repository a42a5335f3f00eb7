import type { CommandName, Commands } from '../../shared/protocol/registry.ts'
import type { BoundHandler } from '../handler.ts'
import { appendHandler } from './append.ts'
import { authenticateHandler } from './authenticate.ts'
import { capabilityHandler } from './capability.ts'
import { checkHandler } from './check.ts'
import { closeHandler } from './close.ts'
import { composeHandler } from './compose.ts'
import { copyHandler } from './copy.ts'
import { createHandler } from './create.ts'
import { deleteHandler } from './delete.ts'
import { diagnoseHandler } from './diagnose.ts'
import { examineHandler } from './examine.ts'
import { expungeHandler } from './expunge.ts'
import { fetchHandler } from './fetch.ts'
import { fetchBodyHandler } from './fetchBody.ts'
import { idHandler } from './id.ts'
import { idleHandler } from './idle.ts'
import { imageHandler } from './image.ts'
import { listHandler } from './list.ts'
import { loginHandler } from './login.ts'
import { logoutHandler } from './logout.ts'
import { lsubHandler } from './lsub.ts'
import { moveHandler } from './move.ts'
import { namespaceHandler } from './namespace.ts'
import { noopHandler } from './noop.ts'
import { oneClickHandler } from './oneClick.ts'
import { quotaHandler } from './quota.ts'
import { renameHandler } from './rename.ts'
import { searchHandler } from './search.ts'
import { selectHandler } from './select.ts'
import { statusHandler } from './status.ts'
import { storeHandler } from './store.ts'
import { submitHandler } from './submit.ts'
import { subscribeHandler } from './subscribe.ts'
import { traceHandler } from './trace.ts'
import { unselectHandler } from './unselect.ts'
import { unsubscribeHandler } from './unsubscribe.ts'

/** A handler for every command; a missing one does not compile. */
export const handlers: { [Name in CommandName]: BoundHandler<Commands[Name]> } = {
  append: appendHandler,
  authenticate: authenticateHandler,
  capability: capabilityHandler,
  check: checkHandler,
  close: closeHandler,
  compose: composeHandler,
  copy: copyHandler,
  create: createHandler,
  delete: deleteHandler,
  diagnose: diagnoseHandler,
  examine: examineHandler,
  expunge: expungeHandler,
  fetch: fetchHandler,
  fetchBody: fetchBodyHandler,
  id: idHandler,
  idle: idleHandler,
  image: imageHandler,
  list: listHandler,
  login: loginHandler,
  logout: logoutHandler,
  lsub: lsubHandler,
  move: moveHandler,
  namespace: namespaceHandler,
  noop: noopHandler,
  oneClick: oneClickHandler,
  quota: quotaHandler,
  rename: renameHandler,
  search: searchHandler,
  select: selectHandler,
  status: statusHandler,
  store: storeHandler,
  submit: submitHandler,
  subscribe: subscribeHandler,
  trace: traceHandler,
  unselect: unselectHandler,
  unsubscribe: unsubscribeHandler,
}
