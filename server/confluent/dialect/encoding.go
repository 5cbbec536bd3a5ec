package dialect

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// inUTF8 gives the text of a body, which is UTF-8 or, from some clients on Windows, UTF-16: known by its byte-order mark
// or, as JSON starts with ASCII, by the zero in its first two bytes. The mark is left away. Bytes that are neither come
// back as they are.
func inUTF8(raw []byte) string {
	if marked, ok := bytes.CutPrefix(raw, []byte("\xef\xbb\xbf")); ok {
		return string(marked)
	}
	if len(raw) < 2 || len(raw)%2 != 0 {
		return string(raw)
	}
	switch {
	case raw[0] == 0xfe && raw[1] == 0xff:
		return fromUTF16(binary.BigEndian, raw[2:])
	case raw[0] == 0xff && raw[1] == 0xfe:
		return fromUTF16(binary.LittleEndian, raw[2:])
	case raw[0] == 0 && raw[1] != 0:
		return fromUTF16(binary.BigEndian, raw)
	case raw[0] != 0 && raw[1] == 0:
		return fromUTF16(binary.LittleEndian, raw)
	}
	return string(raw)
}

func fromUTF16(order binary.ByteOrder, raw []byte) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	return string(utf16.Decode(units))
}
