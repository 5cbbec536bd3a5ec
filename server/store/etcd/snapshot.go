package etcd

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"

	"github.com/concord-registry/concord/server/store"
)

// snapshotMagic opens a snapshot file. After it come zstd-compressed lines, the first a snapshotHeader, each further
// one a key, a space and the record's JSON; then SHA-256 over all before it.
const snapshotMagic = "concord snapshot 1\n"

// snapshotHeader says what a snapshot file holds.
type snapshotHeader struct {
	Revision int64 `json:"revision"`
	Head     int64 `json:"head"`
	Records  int   `json:"records"`
}

var errSnapshot = errors.New("the snapshot file is damaged")

// restore publishes the newest snapshot that is whole.
func (s *Store) restore() {
	if s.config.SnapshotFile == "" {
		return
	}
	for _, path := range []string{s.config.SnapshotFile, previous(s.config.SnapshotFile)} {
		view, head, err := readSnapshot(path)
		if err == nil {
			s.publish(view, head, nil)
			s.saved = view.Revision
			return
		}
		if !errors.Is(err, fs.ErrNotExist) {
			s.config.Logger.Warn("a snapshot file cannot be used", "file", path, "error", err)
		}
	}
}

// previous is the generation before.
func previous(path string) string { return path + ".1" }

// save writes the snapshot file if the view has changed since the last time.
func (s *Store) save() error {
	now := s.state.Load()
	if s.config.SnapshotFile == "" || !now.known || now.view.Revision == s.saved {
		return nil
	}
	if err := writeSnapshot(s.config.SnapshotFile, now); err != nil {
		return fmt.Errorf("write the snapshot file %s: %w", s.config.SnapshotFile, err)
	}
	s.saved = now.view.Revision
	return nil
}

// writeSnapshot writes beside the file, then keeps the old one as the previous generation and takes its place.
func writeSnapshot(path string, now *state) (err error) {
	file, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	err = errors.Join(encodeSnapshot(file, now), file.Sync(), file.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(path, previous(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes the renames last.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func encodeSnapshot(to io.Writer, now *state) error {
	sum := sha256.New()
	both := io.MultiWriter(to, sum)
	if _, err := io.WriteString(both, snapshotMagic); err != nil {
		return err
	}
	compressed, err := zstd.NewWriter(both, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	if err := errors.Join(encodeRecords(compressed, now), compressed.Close()); err != nil {
		return err
	}
	_, err = to.Write(sum.Sum(nil))
	return err
}

func encodeRecords(to io.Writer, now *state) error {
	lines := bufio.NewWriter(to)
	header, err := json.Marshal(snapshotHeader{now.view.Revision, now.head, now.view.Len()})
	if err != nil {
		return err
	}
	fmt.Fprintf(lines, "%s\n", header)
	for r := range now.view.Records() {
		text, err := store.Encode(r)
		if err != nil {
			return err
		}
		fmt.Fprintf(lines, "%s %s\n", r.Key(), text)
	}
	return lines.Flush() // reports what any write before it ran into
}

// readSnapshot checks the whole file before it believes any of it.
func readSnapshot(path string) (*store.View, int64, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, 0, err
	}
	body, ok := bytes.CutPrefix(data, []byte(snapshotMagic))
	if !ok || len(body) < sha256.Size {
		return nil, 0, errSnapshot
	}
	end := len(data) - sha256.Size
	if sum := sha256.Sum256(data[:end]); !bytes.Equal(sum[:], data[end:]) {
		return nil, 0, errSnapshot
	}
	return decodeSnapshot(bytes.NewReader(body[:len(body)-sha256.Size]))
}

func decodeSnapshot(from io.Reader) (*store.View, int64, error) {
	text, err := zstd.NewReader(from, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, 0, err
	}
	defer text.Close()
	lines := bufio.NewReader(text)
	line, err := lines.ReadBytes('\n')
	if err != nil {
		return nil, 0, err
	}
	var header snapshotHeader
	if err := json.Unmarshal(line, &header); err != nil {
		return nil, 0, err
	}
	changes, err := decodeRecords(lines, header.Records)
	if err != nil {
		return nil, 0, err
	}
	view, err := store.Empty().Apply(changes, header.Revision)
	return view, header.Head, err
}

func decodeRecords(lines *bufio.Reader, count int) ([]store.Change, error) {
	var changes []store.Change
	for range count {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return nil, err
		}
		k, text, ok := bytes.Cut(line, []byte(" "))
		if !ok {
			return nil, errSnapshot
		}
		r, err := store.Decode(store.Key(k), text)
		if err != nil {
			return nil, err
		}
		changes = append(changes, store.Change{Key: store.Key(k), Record: r})
	}
	return changes, nil
}
