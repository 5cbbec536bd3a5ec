package concord_test

import (
	"bytes"
	"slices"
	"testing"

	concord "github.com/concord-registry/concord/clients/old"
)

func TestFrame(t *testing.T) {
	tests := []struct {
		name string
		got  []byte
		want []byte
	}{
		{"id", concord.Frame(nil, 1), []byte{0, 0, 0, 0, 1}},
		{"largest id", concord.Frame(nil, 1<<31-1), []byte{0, 0x7f, 0xff, 0xff, 0xff}},
		{"id is appended", concord.Frame([]byte("x"), 258), []byte{'x', 0, 0, 0, 1, 2}},
		{"guid", concord.FrameGUID(nil, guid), append([]byte{1}, guid[:]...)},
		{"first message", concord.FrameIndexes(nil, 0), []byte{0}},
		{"second message", concord.FrameIndexes(nil, 1), []byte{2, 2}},
		{"nested message", concord.FrameIndexes(nil, 0, 1, 2), []byte{6, 0, 2, 4}},
		{"index of two bytes", concord.FrameIndexes(nil, 64), []byte{2, 0x80, 1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if !bytes.Equal(test.got, test.want) {
				t.Errorf("got % x, want % x", test.got, test.want)
			}
		})
	}
}

var guid = concord.GUID{0x09, 0x5d, 0x71, 0xcf, 0x12, 0x55, 0x6b, 0x9d, 0x5e, 0x33, 0x0a, 0xd5, 0x75, 0xb3, 0xdf, 0x5d}

func TestGUID(t *testing.T) {
	const dashed = "095d71cf-1255-6b9d-5e33-0ad575b3df5d"
	if guid.String() != dashed {
		t.Errorf("String = %s, want %s", guid, dashed)
	}
	for _, text := range []string{dashed, "095d71cf12556b9d5e330ad575b3df5d"} {
		if got, err := concord.ParseGUID(text); err != nil || got != guid {
			t.Errorf("ParseGUID(%s) = %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "095d71cf", dashed + "0", "095d71cf-1255-6b9d-5e33-0ad575b3df5g"} {
		if got, err := concord.ParseGUID(text); err == nil {
			t.Errorf("ParseGUID(%q) = %s, want an error", text, got)
		}
	}
}

func TestUnframe(t *testing.T) {
	id, rest, err := concord.Unframe([]byte{0, 0, 0, 1, 2, 'd'})
	if id != 258 || string(rest) != "d" || err != nil {
		t.Errorf("Unframe = %d, %q, %v, want 258, d", id, rest, err)
	}
	for _, value := range [][]byte{nil, {0, 0, 0, 1}, {1, 0, 0, 0, 1}} {
		if id, _, err := concord.Unframe(value); err == nil {
			t.Errorf("Unframe(% x) = %d, want an error", value, id)
		}
	}
}

func TestUnframeIndexes(t *testing.T) {
	tests := []struct {
		name string
		rest []byte
		want []int // nil for an error
	}{
		{"short form of the first message", []byte{0, 'd'}, []int{0}},
		{"long form of the first message", []byte{2, 0, 'd'}, []int{0}},
		{"nested message", []byte{6, 0, 2, 4, 'd'}, []int{0, 1, 2}},
		{"nothing", nil, nil},
		{"fewer than promised", []byte{6, 0, 2}, nil},
		{"negative count", []byte{1, 'd'}, nil},
		{"negative index", []byte{2, 1, 'd'}, nil},
		{"more than any file nests", []byte{0xfe, 0xff, 0xff, 0xff, 0xf, 'd'}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, datum, err := concord.UnframeIndexes(test.rest)
			if (err == nil) != (test.want != nil) || !slices.Equal(got, test.want) {
				t.Fatalf("UnframeIndexes = %v, %v, want %v", got, err, test.want)
			}
			if err == nil && string(datum) != "d" {
				t.Errorf("datum = %q, want d", datum)
			}
		})
	}
}

// FuzzFrame holds that what is unframed is framed to the same bytes, save for the long form of the first message, and
// that nothing makes unframing panic.
func FuzzFrame(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 1, 6, 0, 2, 4, 'd'})
	f.Add(concord.FrameIndexes(concord.FrameGUID(nil, guid), 0))
	f.Fuzz(func(t *testing.T, data []byte) {
		if id, rest, err := concord.Unframe(data); err == nil {
			again := append(concord.Frame(nil, id), rest...)
			if !bytes.Equal(again, data) {
				t.Errorf("framed again: % x, want % x", again, data)
			}
		}
		if g, rest, err := concord.UnframeGUID(data); err == nil {
			again := append(concord.FrameGUID(nil, g), rest...)
			if !bytes.Equal(again, data) {
				t.Errorf("framed again: % x, want % x", again, data)
			}
		}
		indexes, datum, err := concord.UnframeIndexes(data)
		if err != nil {
			return
		}
		got, rest, err := concord.UnframeIndexes(append(concord.FrameIndexes(nil, indexes...), datum...))
		if err != nil || !slices.Equal(got, indexes) || !bytes.Equal(rest, datum) {
			t.Errorf("indexes %v, %q framed again: %v, %q, %v", indexes, datum, got, rest, err)
		}
	})
}
