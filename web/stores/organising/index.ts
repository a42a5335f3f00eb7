export { LABEL_COLOURS, type Label, type LabelColour } from './labelNames.ts'
export { useLabels, type Labels } from './labels.ts'
