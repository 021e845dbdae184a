// Reads RDF from standard input and writes it as sorted N-Quads.
const text = require('fs').readFileSync(0, 'utf8')
const write = quads => process.stdout.write([...new Set(quads)].sort().join('\n') + '\n')
async function main (form) {
  if (form === 'jsonld') {
    const lines = await require('jsonld').toRDF(JSON.parse(text), { format: 'application/n-quads', safe: true })
    return write(lines.split('\n').filter(Boolean))
  }
  const { Parser, Writer } = require('n3')
  const writer = new Writer({ format: 'N-Quads' })
  writer.addQuads(new Parser({ format: 'text/turtle' }).parse(text))
  writer.end((fault, result) => { if (fault) throw fault; write(result.split('\n').filter(Boolean)) })
}
main(process.argv[1]).catch(fault => { console.error(fault); process.exit(1) })
