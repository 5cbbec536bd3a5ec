package dialect

import (
	"bytes"
	"compress/gzip"
	"strings"
	"sync"
)

// smallest is the size in bytes from which packing pays.
const smallest = 1024

// zipped is the value of the header Content-Encoding, made once: a header wants a slice.
var zipped = []string{"gzip"}

// unpacks reports whether a client takes gzip.
func unpacks(accept []string) bool {
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		name, parameters, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			return quality(parameters) > 0
		}
	}
	return false
}

var packers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

func pack(body []byte) []byte {
	var b bytes.Buffer
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&b)
	// A bytes.Buffer takes everything.
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}
