/** What is written into a bucket, in memory: for work that only writes. */
export function createSink() {
  const files = new Map<string, Buffer>();
  const most = { chunk: 0 };
  return {
    files,
    most,
    async write(key: string, body: Buffer | AsyncIterable<Buffer>): Promise<void> {
      const chunks: Buffer[] = [];
      if (Buffer.isBuffer(body)) chunks.push(body);
      else for await (const chunk of body) chunks.push(chunk);
      most.chunk = Math.max(most.chunk, ...chunks.map(({ length }) => length));
      files.set(key, Buffer.concat(chunks));
    },
  };
}
