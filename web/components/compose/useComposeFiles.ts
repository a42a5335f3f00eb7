import { onBeforeUnmount, ref } from 'vue'
import { type ComposerDraft, fileFrom, MAX_FILES, newContentId } from '../../stores/compose/index.ts'

export type FileProblem = { kind: 'tooLargeFile'; name: string } | { kind: 'tooManyFiles' }

export interface ComposeFilesOptions {
  draft: () => ComposerDraft
  /** Largest message the bridge takes, in bytes. */
  messageBytes: () => number | undefined
}

/** The files of the draft on screen, and blob URLs for the pictures in its text. */
export function useComposeFiles({ draft, messageBytes }: ComposeFilesOptions) {
  const problem = ref<FileProblem>()
  const urls = new Map<string, string>()
  onBeforeUnmount(() => urls.forEach((url) => URL.revokeObjectURL(url)))

  function fits(file: Blob & { name?: string }): boolean {
    const limit = messageBytes()
    if (draft().files.length >= MAX_FILES) problem.value = { kind: 'tooManyFiles' }
    else if (limit !== undefined && file.size > limit)
      problem.value = { kind: 'tooLargeFile', name: file.name ?? '' }
    else return true
    return false
  }

  function attach(files: Iterable<File>): void {
    problem.value = undefined
    for (const file of files) if (fits(file)) draft().files.push(fileFrom(file, file.name))
  }

  /** Adds a picture of the text. @returns its Content-ID; `undefined` when it does not fit */
  function addPicture(blob: Blob): string | undefined {
    if (!fits(blob)) return undefined
    const id = newContentId()
    const name =
      blob instanceof File && blob.name !== '' ? blob.name : `image.${blob.type.split('/')[1] ?? 'png'}`
    draft().files.push(fileFrom(blob, name, id))
    return id
  }

  function pictureUrl(contentId: string): string | undefined {
    const known = urls.get(contentId)
    if (known !== undefined) return known
    const blob = draft().files.find((file) => file.contentId === contentId)?.blob
    if (!blob) return undefined
    const url = URL.createObjectURL(blob)
    urls.set(contentId, url)
    return url
  }

  /** Shows a picture of the server; the message refers to it there. */
  function setPicture(contentId: string, blob: Blob): void {
    if (!urls.has(contentId)) urls.set(contentId, URL.createObjectURL(blob))
  }

  function remove(id: string): void {
    problem.value = undefined
    const target = draft()
    target.files = target.files.filter((file) => file.id !== id)
  }

  return { problem, attach, addPicture, pictureUrl, setPicture, remove, urls }
}

/** A picture that the text can show. Never SVG: it can contain scripts. */
export function isPicture(file: File): boolean {
  return /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/.test(file.type)
}
