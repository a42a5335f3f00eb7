import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?worker&url'
import { startWorker } from '../../trustedWorker.ts'

export type PdfFile = PDFDocumentProxy

/** Why a PDF cannot be shown. */
export type PdfProblem = 'protected' | 'notPdf'

/**
 * Reads a PDF in a worker of this page's own files. Nothing in it runs, and nothing is asked of any server: forms stay
 * pictures, its links are not made, and fonts it does not bring are the system's.
 */
export async function openPdf(bytes: Uint8Array): Promise<PdfFile | PdfProblem> {
  GlobalWorkerOptions.workerPort ??= startWorker(workerUrl, 'ponte-pdf')
  const loading = getDocument({
    data: bytes,
    enableXfa: false,
    isEvalSupported: false,
    useWasm: false,
    useWorkerFetch: false,
    useSystemFonts: true,
    stopAtErrors: false,
    verbosity: 0,
  })
  try {
    return await loading.promise
  } catch (error) {
    void loading.destroy()
    return (error as Error | undefined)?.name === 'PasswordException' ? 'protected' : 'notPdf'
  }
}
