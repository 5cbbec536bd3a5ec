package set

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Archive is the tree in one compact piece, the same for the same tree: tar in gzip.
func (f Files) Archive() ([]byte, error) {
	var b bytes.Buffer
	compressed := gzip.NewWriter(&b)
	out := tar.NewWriter(compressed)
	for _, name := range f.names() {
		if err := out.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(f[name]))}); err != nil {
			return nil, fmt.Errorf("archive %s: %w", name, err)
		}
		if _, err := out.Write(f[name]); err != nil {
			return nil, fmt.Errorf("archive %s: %w", name, err)
		}
	}
	if err := errors.Join(out.Close(), compressed.Close()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// ReadArchive is the inverse of [Files.Archive]. It returns an error for what that never makes, and for a tree that
// passes the limits of a policy repository, however small its archive.
func ReadArchive(archive []byte) (Files, error) {
	compressed, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, fmt.Errorf("the archive of policies: %w", err)
	}
	files, left, bounded := Files{}, int64(MaxTotalBytes), io.LimitReader(compressed, 2*MaxTotalBytes)
	for in := tar.NewReader(bounded); ; {
		header, err := in.Next()
		if errors.Is(err, io.EOF) {
			_, err = io.Copy(io.Discard, bounded) // only at its end does gzip compare its checksum
			return files, err
		}
		if err != nil {
			return nil, fmt.Errorf("the archive of policies: %w", err)
		}
		if left -= header.Size; left < 0 || header.Size > MaxFileBytes || header.Typeflag != tar.TypeReg {
			return nil, fmt.Errorf("the archive of policies: %q is no file of a policy repository", header.Name)
		}
		var text strings.Builder
		if _, err := io.Copy(&text, in); err != nil {
			return nil, fmt.Errorf("the archive of policies: %s: %w", header.Name, err)
		}
		if err := files.Add(header.Name, []byte(text.String())); err != nil {
			return nil, err
		}
	}
}
