import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { leanPackages } from './scripts/leanPackages.ts'
import { fieldsByCommand, traitsByCommand } from './shared/protocol/registry.ts'

const web = fileURLToPath(new URL('./web/', import.meta.url))

/** The page; MSAL's redirect bridge (facts: silent renewal needs a page of its own); the frame mail is shown in. */
const PAGES = ['index.html', 'redirect.html', 'reader.html']

/** What every first load needs, in few files: an icon, or a store, is smaller than the request for it. */
const CHUNKS = [
  { name: 'vue', test: /@lucide|@vue\/|pinia|vue-router|vue-i18n|@intlify|@vueuse/ },
  // What every page draws with, small each: in one file they compress together, and cost one request instead of twenty.
  {
    name: 'parts',
    test: /\/web\/components\/(?:ui\/(?:Ui(?:Button|IconButton|Banner|EmptyState|Skeleton|Spinner|Menu|Choice|Dialog|Splitter|ContextMenu|TextField|Popover|Toast|Checkbox|Select)\.vue|tooltip|confirm|lazy|layers|menu|limits)|shell\/(?:Avatar|AccountBlock|Icon|ToastNote|messageDrag|usePanes|limits)|message-list\/(?:listDates|rowLayout|rowSwipe|rowText|RowActions|RowSkeleton|MessageRow|useFixedRows|usePress|useRowSwipe|useToday)|actions\/useActionFacts|search\/usePlaceName|folders\/(?:useFolderName|folderRows)|sign-in\/(?:useProblem|useOnline|useCountdown|FailedLines))|\/web\/(?:keyboard\/(?:bindings|commands)|links\/(?:ownInbox|going)|components\/transfer\/mailFiles|help\/helpAddress|pages\/useWriting|limits)/,
  },
  // Less what writes, what links do, what imports and exports, what reads attached messages and remote pictures, what searches are made with,
  // and what goes on behind the rows.
  {
    name: 'stores',
    test: /\/web\/(?:auth|bridge|tabs|stores\/(?!compose\/|linking\/|transfer\/|organising\/|reading\/(?:attachedMessage|remotePictures)|background\/|actions\/missingFolderNames|search\/(?:engine|foundChoice|foundList|foldersNamed|body|localSearch|searchFolders|searchJob|searchQuery|searchSlices)))/,
  },
]

/** Where `npm run dev` finds the bridge: the process that `npm start` would run. */
const BRIDGE = process.env.PONTE_DEV_BRIDGE ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: web,
  // Relative, so that any static host and any sub-path works; routes live in the hash.
  base: './',
  plugins: [vue(), leanPackages()],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    // Texts are compiled by web/i18n/compileMessage.ts.
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
    __INTLIFY_JIT_COMPILATION__: true,
    // Of a command's definition the page needs only the traits; the schemas are the bridge's.
    __COMMAND_TRAITS__: JSON.stringify(traitsByCommand()),
    // For the protocol console.
    __COMMAND_FIELDS__: JSON.stringify(fieldsByCommand()),
  },
  build: {
    outDir: fileURLToPath(new URL('./dist/web/', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // The browsers of the target preload modules by themselves.
    modulePreload: { polyfill: false },
    // The CSP has no data: for scripts and styles; a file that is a file stays cacheable.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: PAGES.map((page) => web + page).filter((page) => existsSync(page)),
      output: { codeSplitting: { groups: CHUNKS } },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      // Exactly: the page's own sources are under /bridge/ here.
      '^/bridge$': { target: BRIDGE, ws: true, changeOrigin: true, rewriteWsOrigin: true },
      '/config.json': BRIDGE,
      '/demo-identity': BRIDGE,
    },
  },
})
