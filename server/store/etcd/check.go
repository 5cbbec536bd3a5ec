package etcd

import (
	"context"
	"errors"
	"time"

	"github.com/concord-registry/concord/server/store"
)

// errDiverged is when the view was found not to be what is stored, without anything having gone wrong before.
var errDiverged = errors.New("the view has drifted away from what is stored")

// A difference counts when it was seen so often, with a pause between: what somebody wrote past the protocol may still be
// on its way to the watch.
const (
	checkTimes = 3
	checkPause = 2 * time.Second
	// checkNamed is how many differing records the log names.
	checkNamed = 10
)

// checker compares the view with what is stored, record by record. The watch and the transactions keep them the same;
// the checker is there for the mistakes that nobody knows of (storage §2.1).
type checker struct {
	store *Store
	pause time.Duration
}

// round makes one comparison. Views that differ are reported and loaded anew.
func (k *checker) round(ctx context.Context) error {
	var differing []store.Change
	for i := range checkTimes {
		if i > 0 {
			sleep(ctx, k.pause)
		}
		c := k.store.client.Load()
		if c == nil {
			return nil
		}
		var err error
		differing, err = k.compare(ctx, *c)
		if err != nil {
			return err
		}
		if len(differing) == 0 {
			k.store.note(func(c *condition) { c.checked = time.Now() })
			return nil
		}
	}
	k.report(differing)
	k.store.note(func(c *condition) { c.checked, c.divergences = time.Now(), c.divergences+1 })
	k.store.renew(errDiverged)
	return nil
}

// compare lists what would have to change to make the view what is stored at a revision where both are known to be the
// same: now, if the view has the head's last change, or else where the view is.
func (k *checker) compare(ctx context.Context, c conn) ([]store.Change, error) {
	ctx, cancel := context.WithTimeout(ctx, loadTimeout)
	defer cancel()
	found, revision, err := read(ctx, c, headKey)
	if err != nil {
		return nil, err
	}
	now := k.store.state.Load()
	if !now.known {
		return nil, nil
	}
	if headRevision(found[0]) != now.head {
		revision = now.view.Revision
	}
	l := &loading{store: k.store, conn: c, base: now.view, seen: map[store.Key]bool{}}
	if err := l.everything(ctx, revision); err != nil {
		return nil, err
	}
	return l.finish(), nil
}

func (k *checker) report(differing []store.Change) {
	keys := make([]string, 0, checkNamed)
	for _, c := range differing[:min(len(differing), checkNamed)] {
		keys = append(keys, string(c.Key))
	}
	k.store.config.Logger.Error("the view differs from what is stored; it is loaded anew", "records", len(differing), "keys", keys,
		"seq", k.store.View().Seq())
}
