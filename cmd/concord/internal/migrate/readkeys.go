package migrate

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/concord-registry/concord/clients/go/confluent"
	"github.com/concord-registry/concord/server/confluent/problem"
	"github.com/concord-registry/concord/server/fault"
)

// keyAlgorithms are those that a registry keeps keys for.
var keyAlgorithms = []string{"AES128_GCM", "AES256_GCM", "AES256_SIV"}

// readKeys adds all encryption keys. A registry that keeps none, or none for this caller, has none.
func (s *Snapshot) readKeys(ctx context.Context, c *confluent.Client) error {
	names, err := c.KekNames(ctx)
	if err != nil {
		return s.without("the encryption keys", err)
	}
	s.Keks, err = each(ctx, names, func(ctx context.Context, name string) (confluent.Kek, error) { return c.Kek(ctx, name) })
	if err != nil {
		return err
	}
	var lists []confluent.Dek // one for each subject and algorithm
	for _, name := range names {
		subjects, err := c.DekSubjects(ctx, name)
		if err != nil {
			return err
		}
		for _, subject := range subjects {
			for _, algorithm := range keyAlgorithms {
				lists = append(lists, confluent.Dek{Kek: name, Subject: subject.Plain(), Algorithm: algorithm})
			}
		}
	}
	read, err := each(ctx, lists, func(ctx context.Context, list confluent.Dek) (foundDeks, error) { return readDeks(ctx, c, list) })
	for _, found := range read {
		s.Deks = append(s.Deks, found.deks...)
		s.Skipped = append(s.Skipped, found.skipped...)
	}
	return err
}

// foundDeks are the versions of one data encryption key.
type foundDeks struct {
	deks    []confluent.Dek
	skipped []Skipped
}

// readDeks reads the versions of the key that list names. The registry answers for an alias with the keys of another
// subject, and for a shared key only when its service does.
func readDeks(ctx context.Context, c *confluent.Client, list confluent.Dek) (found foundDeks, err error) {
	versions, err := c.DekVersions(ctx, list.Kek, list.Subject, list.Algorithm)
	if err != nil {
		return found, err
	}
	for _, version := range versions {
		list.Version = version
		dek, err := c.Dek(ctx, list.Kek, list.Subject, list.Algorithm, version)
		dek.Subject = dek.Subject.Plain()
		switch {
		case keyService(err):
			found.skipped = append(found.skipped, Skipped{dekName(list), err.Error()})
		case err != nil:
			return found, err
		case dek.Subject != list.Subject:
			found.skipped = append(found.skipped, Skipped{dekName(list), fmt.Sprintf("the registry answers with the keys of %s, for which the subject is an alias", dek.Subject)})
		default:
			found.deks = append(found.deks, dek)
		}
	}
	return found, nil
}

// keyService reports whether a key management service did not help.
func keyService(err error) bool {
	code := confluent.CodeOf(err)
	return code == problem.CodeOf(fault.KMSFailed) || code == problem.CodeOf(fault.KMSDenied)
}

// dekName is what people call a data encryption key.
func dekName(d confluent.Dek) string {
	return fmt.Sprintf("key %s of %s under %s version %d", d.Algorithm, d.Subject, d.Kek, d.Version)
}

// kekName is what people call a key encryption key.
func kekName(k confluent.Kek) string { return "key encryption key " + k.Name }

// each does the same with every item, several at a time, and lists what came of it in the order of the items.
func each[T, R any](ctx context.Context, items []T, do func(context.Context, T) (R, error)) ([]R, error) {
	results := make([]R, len(items))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, item := range items {
		group.Go(func() (err error) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			results[i], err = do(ctx, item)
			return err
		})
	}
	return results, group.Wait()
}
