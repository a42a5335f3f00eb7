/** A mono WAV at 8 kHz with a falling tone: a voicemail without words. */
export function wav(seconds: number): Buffer {
  const rate = 8000
  const samples = Buffer.alloc(Math.round(rate * seconds))
  for (let at = 0; at < samples.length; at++) {
    samples[at] =
      128 + Math.round(60 * Math.sin((at / rate) * 2 * Math.PI * (440 - (120 * at) / samples.length)))
  }
  const header = Buffer.alloc(44)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + samples.length, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(samples.length, 40)
  return Buffer.concat([header, samples])
}
