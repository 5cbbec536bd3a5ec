package etcd

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/klauspost/compress/zstd"
	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/store"
)

// The stored form of a value is told by how it starts: JSON with a brace, zstd with its magic number, a manifest with
// manifestMark. A manifest names the chunks that hold the value; they are stored before it.
const (
	compressFrom = 4 << 10   // bytes of JSON from which compressing is worth it
	inlineLimit  = 256 << 10 // bytes; more than that goes into chunks
	chunkSize    = 512 << 10 // bytes
	valueLimit   = 64 << 20  // bytes of JSON
	manifestMark = 'm'
)

var zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}

var errDamaged = errors.New("the stored value is damaged")

// manifest says where a big value is.
type manifest struct {
	// Hash is SHA-256 of the stored form, in hexadecimal digits.
	Hash   string `json:"hash"`
	Chunks int    `json:"chunks"`
}

// packer turns records into their stored form and back. It is safe for concurrent use.
type packer struct {
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

func newPacker() (*packer, error) {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(valueLimit))
	return &packer{encoder, decoder}, err
}

func (p *packer) close() {
	p.decoder.Close()
	_ = p.encoder.Close() // it has no writer that could fail
}

// pack is the stored form of a record, compressed when that pays.
func (p *packer) pack(r store.Record) ([]byte, error) {
	text, err := store.Encode(r)
	if err != nil || len(text) < compressFrom {
		return text, err
	}
	if packed := p.encoder.EncodeAll(text, nil); len(packed) < len(text) {
		return packed, nil
	}
	return text, nil
}

// unpack gives the record's JSON.
func (p *packer) unpack(value []byte) ([]byte, error) {
	if !bytes.HasPrefix(value, zstdMagic) {
		return value, nil
	}
	return p.decoder.DecodeAll(value, nil)
}

// decode reads the record at a place, fetching its chunks if it has any. The record is nil for an unknown kind.
func (p *packer) decode(ctx context.Context, c conn, k store.Key, value []byte) (store.Record, error) {
	if len(value) > 0 && value[0] == manifestMark {
		whole, err := fetch(ctx, c, k, value)
		if err != nil {
			return nil, fmt.Errorf("chunks of %s: %w", k, err)
		}
		value = whole
	}
	text, err := p.unpack(value)
	if err != nil {
		return nil, fmt.Errorf("record %s: %w", k, err)
	}
	return store.Decode(k, text)
}

// fetch puts a big value together and checks it.
func fetch(ctx context.Context, c conn, k store.Key, value []byte) ([]byte, error) {
	var m manifest
	if err := json.Unmarshal(value[1:], &m); err != nil {
		return nil, err
	}
	if m.Chunks < 1 || m.Chunks > valueLimit/chunkSize {
		return nil, errDamaged
	}
	var whole []byte
	for i := range m.Chunks {
		response, err := do(ctx, c, clientv3.OpGet(chunkKey(k, m.Hash, i)))
		if err != nil {
			return nil, err
		}
		kvs := response.Get().Kvs
		if len(kvs) == 0 {
			return nil, fmt.Errorf("chunk %d of %d is missing", i+1, m.Chunks)
		}
		whole = append(whole, kvs[0].Value...)
	}
	if hash(whole) != m.Hash {
		return nil, errDamaged
	}
	return whole, nil
}

// split is the manifest of a big value and its chunks.
func split(value []byte) (stub []byte, chunks [][]byte, m manifest) {
	chunks = slices.Collect(slices.Chunk(value, chunkSize))
	m = manifest{Hash: hash(value), Chunks: len(chunks)}
	text, err := json.Marshal(m)
	if err != nil {
		panic(err) // a manifest holds nothing that JSON cannot
	}
	return append([]byte{manifestMark}, text...), chunks, m
}

func hash(value []byte) string {
	sum := sha256.Sum256(value)
	return hex.EncodeToString(sum[:])
}

// chunkPrefix is what the chunks of all values that ever stood under a key start with.
func chunkPrefix(k store.Key) string { return chunked + string(k) }

func chunkKey(k store.Key, hash string, number int) string {
	return fmt.Sprintf("%s%s/%04d", chunkPrefix(k), hash, number)
}
