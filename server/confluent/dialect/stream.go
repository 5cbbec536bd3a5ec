package dialect

import (
	"compress/gzip"
	"io"
	"iter"
	"net/http"
)

// Array is a JSON array that is written while it is made: a thousand schemas of a megabyte each are more than memory should
// hold for one request.
type Array iter.Seq[any]

// portion is how many bytes of an array are gathered before they are written.
const portion = 64 << 10

// stream writes an array. A short one is sent as any other body.
func (c *Call) stream(items Array) {
	var out io.WriteCloser
	var gathered []byte
	before := byte('[')
	for item := range items {
		gathered = append(append(gathered, before), Encode(item)...)
		before = ','
		if len(gathered) < portion {
			continue
		}
		if out == nil {
			out = c.open()
			defer out.Close()
		}
		if _, err := out.Write(gathered); err != nil {
			return // the client has gone
		}
		gathered = gathered[:0]
	}
	if before == '[' {
		gathered = append(gathered, before)
	}
	gathered = append(gathered, ']')
	if out == nil {
		c.send(http.StatusOK, gathered)
		return
	}
	_, _ = out.Write(gathered)
}

// open begins an answer of unknown length; closing ends what packs it, and not the connection.
func (c *Call) open() io.WriteCloser {
	header := c.Header()
	header["Content-Type"] = fields[c.media]
	header.Add("Vary", "Accept-Encoding")
	if !unpacks(c.Request.Header["Accept-Encoding"]) {
		c.WriteHeader(http.StatusOK)
		return plainWriter{c}
	}
	header["Content-Encoding"] = zipped
	c.WriteHeader(http.StatusOK)
	packer := packers.Get().(*gzip.Writer)
	packer.Reset(c)
	return packedWriter{packer}
}

type plainWriter struct{ io.Writer }

func (plainWriter) Close() error { return nil }

type packedWriter struct{ *gzip.Writer }

// Close ends the packed bytes and gives the packer back.
func (w packedWriter) Close() error {
	defer packers.Put(w.Writer)
	return w.Writer.Close()
}
