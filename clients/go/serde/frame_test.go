package serde_test

import (
	"bytes"
	"slices"
	"testing"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/serde"
)

func TestFrame(t *testing.T) {
	tests := []struct {
		name string
		got  []byte
		want []byte
	}{
		{"id", serde.Frame(nil, 1), []byte{0, 0, 0, 0, 1}},
		{"largest id", serde.Frame(nil, 1<<31-1), []byte{0, 0x7f, 0xff, 0xff, 0xff}},
		{"id is appended", serde.Frame([]byte("x"), 258), []byte{'x', 0, 0, 0, 1, 2}},
		{"guid", framedGUID(t, guid), []byte{1, 0x09, 0x5d, 0x71, 0xcf, 0x12, 0x55, 0x6b, 0x9d, 0x5e, 0x33, 0x0a, 0xd5, 0x75, 0xb3, 0xdf, 0x5d}},
		{"guid without dashes", framedGUID(t, "095d71cf12556b9d5e330ad575b3df5d"), framedGUID(t, guid)},
		{"first message", serde.FrameIndexes(nil, 0), []byte{0}},
		{"second message", serde.FrameIndexes(nil, 1), []byte{2, 2}},
		{"nested message", serde.FrameIndexes(nil, 0, 1, 2), []byte{6, 0, 2, 4}},
		{"index of two bytes", serde.FrameIndexes(nil, 64), []byte{2, 0x80, 1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if !bytes.Equal(test.got, test.want) {
				t.Errorf("got % x, want % x", test.got, test.want)
			}
		})
	}
}

const guid concord.GUID = "095d71cf-1255-6b9d-5e33-0ad575b3df5d"

func framedGUID(t testing.TB, g concord.GUID) []byte {
	t.Helper()
	framed, err := serde.FrameGUID(nil, g)
	if err != nil {
		t.Fatal(err)
	}
	return framed
}

func TestGUID(t *testing.T) {
	for _, text := range []concord.GUID{"", "095d71cf", guid + "0", "095d71cf-1255-6b9d-5e33-0ad575b3df5g"} {
		if got, err := serde.FrameGUID([]byte("x"), text); err == nil || string(got) != "x" {
			t.Errorf("FrameGUID(%q) = % x, %v, want an error and no more bytes", text, got, err)
		}
	}
	got, rest, err := serde.UnframeGUID(append(framedGUID(t, guid), 'd'))
	if got != guid || string(rest) != "d" || err != nil {
		t.Errorf("UnframeGUID = %s, %q, %v, want %s, d", got, rest, err, guid)
	}
	for _, header := range [][]byte{nil, {1, 2}, make([]byte, 17)} {
		if got, _, err := serde.UnframeGUID(header); err == nil {
			t.Errorf("UnframeGUID(% x) = %s, want an error", header, got)
		}
	}
}

func TestUnframe(t *testing.T) {
	id, rest, err := serde.Unframe([]byte{0, 0, 0, 1, 2, 'd'})
	if id != 258 || string(rest) != "d" || err != nil {
		t.Errorf("Unframe = %d, %q, %v, want 258, d", id, rest, err)
	}
	for _, value := range [][]byte{nil, {0, 0, 0, 1}, {1, 0, 0, 0, 1}} {
		if id, _, err := serde.Unframe(value); err == nil {
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
			got, datum, err := serde.UnframeIndexes(test.rest)
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
	f.Add(serde.FrameIndexes(framedGUID(f, guid), 0))
	f.Fuzz(func(t *testing.T, data []byte) {
		if id, rest, err := serde.Unframe(data); err == nil {
			again := append(serde.Frame(nil, id), rest...)
			if !bytes.Equal(again, data) {
				t.Errorf("framed again: % x, want % x", again, data)
			}
		}
		if g, rest, err := serde.UnframeGUID(data); err == nil {
			again := append(framedGUID(t, g), rest...)
			if !bytes.Equal(again, data) {
				t.Errorf("framed again: % x, want % x", again, data)
			}
		}
		indexes, datum, err := serde.UnframeIndexes(data)
		if err != nil {
			return
		}
		got, rest, err := serde.UnframeIndexes(append(serde.FrameIndexes(nil, indexes...), datum...))
		if err != nil || !slices.Equal(got, indexes) || !bytes.Equal(rest, datum) {
			t.Errorf("indexes %v, %q framed again: %v, %q, %v", indexes, datum, got, rest, err)
		}
	})
}
