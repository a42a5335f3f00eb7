import { crc32, deflateRawSync } from 'node:zlib'

export type ZipFile = {
  name: string
  content: Buffer
  /** Kept as it is: for what does not shrink. */ stored?: boolean
}

/** 1 January 2024, 00:00, in MS-DOS form. The date of a file inside matters to nobody. */
const DOS_DATE = ((2024 - 1980) << 9) | (1 << 5) | 1

/** A ZIP archive (PKWARE APPNOTE 6.3). Names are UTF-8. */
export function zip(files: ZipFile[]): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content, stored = false } of files) {
    const data = stored ? content : deflateRawSync(content)
    const nameBytes = Buffer.from(name, 'utf8')
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800, 2)
    common.writeUInt16LE(stored ? 0 : 8, 4)
    common.writeUInt16LE(DOS_DATE, 8)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(nameBytes.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, nameBytes)
    local.push(Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, data)
    offset += 4 + common.length + nameBytes.length + data.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}
