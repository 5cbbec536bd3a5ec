package set_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/policy/set"
	"github.com/concord-registry/concord/policy/starter"
)

func TestArchive(t *testing.T) {
	want, err := starter.Files()
	if err != nil {
		t.Fatal(err)
	}
	want["rules/empty/fixtures/good/nothing.avsc"] = nil
	archive, err := want.Archive()
	if err != nil {
		t.Fatal(err)
	}
	again, err := want.Archive()
	if err != nil || !bytes.Equal(archive, again) {
		t.Errorf("the archive of the same tree differs, %v", err)
	}
	got, err := set.ReadArchive(archive)
	if err != nil {
		t.Fatal(err)
	}
	if got.Digest() != want.Digest() || len(got) != len(want) {
		t.Errorf("got %s, want %s:\n%s", got.Digest(), want.Digest(), cmp.Diff(want, got))
	}
	for i := 0; i < len(archive); i += 41 {
		damaged := bytes.Clone(archive)
		damaged[i] ^= 0x10
		if files, err := set.ReadArchive(damaged); err == nil && files.Digest() != want.Digest() {
			t.Fatalf("byte %d is damaged, and the archive is read as %s", i, files.Digest())
		}
	}
	for _, n := range []int{0, 1, len(archive) / 2, len(archive) - 1} {
		if _, err := set.ReadArchive(archive[:n]); err == nil {
			t.Errorf("the first %d bytes are an archive", n)
		}
	}
}

func TestReadArchiveRefuses(t *testing.T) {
	zeros := make([]byte, set.MaxFileBytes)
	tests := []struct {
		name  string
		write func(*tar.Writer) error
	}{
		{"a path that leads out", func(w *tar.Writer) error { return file(w, "../policy.yaml", nil) }},
		{"a link", func(w *tar.Writer) error {
			return w.WriteHeader(&tar.Header{Name: "policy.yaml", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"})
		}},
		{"a file that is too large", func(w *tar.Writer) error { return file(w, "policy.yaml", append(zeros, 0)) }},
		{"too much in all", func(w *tar.Writer) (err error) {
			for i := 0; i <= set.MaxTotalBytes/set.MaxFileBytes && err == nil; i++ {
				err = file(w, "policy.yaml", zeros)
			}
			return err
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var b bytes.Buffer
			compressed := gzip.NewWriter(&b)
			w := tar.NewWriter(compressed)
			if err := test.write(w); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if err := compressed.Close(); err != nil {
				t.Fatal(err)
			}
			if files, err := set.ReadArchive(b.Bytes()); err == nil {
				t.Errorf("read %d files", len(files))
			}
		})
	}
}

func file(w *tar.Writer, name string, content []byte) error {
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content))}); err != nil {
		return err
	}
	_, err := w.Write(content)
	return err
}
