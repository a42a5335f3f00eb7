import type { Plugin } from 'vite'

interface Rewrite {
  file: string
  from: string | RegExp
  to: string
}

/** What keeps a bundler from dropping the unused parts of a package, and the same without that. */
const REWRITES: readonly Rewrite[] = [
  // A namespace that is asked by name for what Vue does not export: with it, all of Vue would be kept.
  {
    file: 'petite-vue-i18n/dist/petite-vue-i18n.mjs',
    from: "import * as Vue from 'vue';",
    to: "import { getCurrentInstance as vueInstance } from 'vue';\nconst Vue = { getCurrentInstance: vueInstance };",
  },
  {
    file: 'reka-ui/dist/shared/useId.js',
    from: 'import * as vue from "vue";',
    to: 'import { useId as vueId } from "vue";\nconst vue = { useId: vueId };',
  },
  // How the developer tools save a store as a file: chosen when the module is read, so kept though nothing calls it.
  {
    file: 'pinia/dist/pinia.js',
    from: /^const saveAs = (.*);$/m,
    to: 'const saveAs = /*#__PURE__*/ (() => $1)();',
  },
]

/** Rewrites the lines of packages that would keep unused code in the page. A build fails once such a line reads otherwise. */
export function leanPackages(): Plugin {
  const unseen = new Set(REWRITES)
  return {
    name: 'ponte:lean-packages',
    apply: 'build',
    transform(code, id) {
      const rewrite = REWRITES.find(({ file }) => id.split('?')[0]?.endsWith(`/node_modules/${file}`))
      if (!rewrite) return null
      const lean = code.replace(rewrite.from, rewrite.to)
      if (lean === code) this.error(`${rewrite.file} has changed: see scripts/leanPackages.ts.`)
      unseen.delete(rewrite)
      return { code: lean, map: null }
    },
    buildEnd(error) {
      const [missed] = unseen
      if (!error && missed) this.error(`${missed.file} is no part of the page: see scripts/leanPackages.ts.`)
    },
  }
}
