/** An element that is certainly there. One that is not is a fault of this code, and told at once. */
export function at<Value>(values: ArrayLike<Value>, index: number): Value {
  const value = values[index]
  if (value === undefined) throw new RangeError(`no element ${index} among ${values.length}`)
  return value
}
