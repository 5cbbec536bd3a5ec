package etcd

import (
	"strings"

	"go.etcd.io/etcd/api/v3/mvccpb"

	"github.com/concord-registry/concord/server/store"
)

// kv is a key with its value and the revision of its last change.
type kv = mvccpb.KeyValue

// The key space. The number is the generation of keys and records.
const (
	root = "/concord/1/"
	// watched holds what replicas keep in memory.
	watched = root + "v/"
	// chunked holds the parts of big values: root/b/<record key><hash>/<number>.
	chunked = root + "b/"
	// Coordination between replicas; nothing depends on it.
	beatKey  = root + "x/beat"
	choreKey = root + "x/chore/" // and the name of the chore: whose turn it is
)

var (
	headKey = place(store.HeadKey)
	metaKey = place(store.MetaKey)
)

// place is where a record is stored. Log entries are not watched.
func place(k store.Key) string {
	if strings.HasPrefix(string(k), store.LogPrefix) {
		return root + string(k)
	}
	return watched + string(k)
}

// recordKey is the key of the record at a watched place.
func recordKey(place []byte) store.Key { return store.Key(strings.TrimPrefix(string(place), watched)) }

// headRevision is the revision of the head's last change, 0 where there is no head.
func headRevision(head *kv) int64 {
	if head == nil {
		return 0
	}
	return head.ModRevision
}
