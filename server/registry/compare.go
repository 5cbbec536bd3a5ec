package registry

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// keptPairs bounds what is remembered of compared pairs, counting one for each pair and each finding.
const keptPairs = 65_536

// pairs remembers what comparisons of two schemas found.
type pairs struct {
	found *cache[pair, []rule.Finding]
}

func newPairs() *pairs { return &pairs{newCache[pair, []rule.Finding](keptPairs, keptPairs)} }

type pair struct {
	old, new fingerprint
	dir      rule.Direction
}

// comparison is what the versions of a subject say about an offer.
type comparison struct {
	verdict
	findings []rule.Finding
	against  map[int]*store.Version
	reserved []string
}

func (c comparison) compatible() bool {
	return len(c.reserved) == 0 && compat.Compatible(c.judge, c.policy, c.findings)
}

// compare compares an offer with live versions of its subject, given ascending: those of its compatibility group that
// the level asks for (compatibility contract §1.1–1.3). It returns an error of kind Invalid when the judge has no verdict
// on the format.
func (r *Registry) compare(view *store.View, o *offer, live []*store.Version, by verdict) (comparison, error) {
	c := comparison{verdict: by, against: map[int]*store.Version{}}
	if err := compat.CanJudge(by.judge, o.content.Type); err != nil && by.level != word.None {
		return c, fault.JudgeUnfit.Because("%v", err)
	}
	old := sameGroup(live, o.content.Metadata, by.group)
	var err error
	c.findings, err = r.findings(view, old, o, by)
	for _, f := range c.findings {
		i, _ := slices.BinarySearchFunc(old, f.Version, func(v *store.Version, n int) int { return cmp.Compare(v.Number, n) })
		c.against[f.Version] = old[i]
	}
	return c, err
}

// findings compares an offer with those of old that the level asks for.
func (r *Registry) findings(view *store.View, old []*store.Version, o *offer, by verdict) ([]rule.Finding, error) {
	return compat.CheckBy(by.judge, by.level, old, func(v *store.Version) (int, compat.Comparison, error) {
		src, err := r.reader.closeStored(view, v)
		return v.Number, func(dir rule.Direction) ([]rule.Finding, error) {
			found, err := r.pair(dir, src, o)
			if err != nil {
				return nil, fmt.Errorf("compare with version %d of %s: %w", v.Number, v.Subject, err)
			}
			return found, nil
		}, err
	})
}

func sameGroup(live []*store.Version, m *schema.Metadata, group string) []*store.Version {
	if group == "" {
		return live
	}
	want, _ := contract.Property(m, group)
	var same []*store.Version
	for _, v := range live {
		if got, _ := contract.Property(v.Content().Metadata, group); got == want {
			same = append(same, v)
		}
	}
	return same
}

// pair compares two sources in one direction. The findings are shared and must not be changed.
func (r *Registry) pair(dir rule.Direction, old closed, o *offer) ([]rule.Finding, error) {
	key := pair{old.print, o.source.print, dir}
	if found, ok := r.pairs.found.get(key); ok {
		return found, nil
	}
	parsed, err := r.reader.read(old, false, false)
	if err != nil {
		return nil, err
	}
	found, err := compat.Pair(dir, parsed, o.parsed)
	if err != nil {
		return nil, err
	}
	r.pairs.found.put(key, found, 1+len(found))
	return found, nil
}

// reservedProperty is the metadata property that lists the names no top-level field may have.
const reservedProperty = "confluent:reserved"

// checkReserved says what is wrong with the reserved field names of an offer (compatibility contract §1.4).
func checkReserved(o *offer, previous *store.Version) []string {
	now := reserved(o.content.Metadata)
	var wrong []string
	if previous != nil {
		for _, name := range reserved(previous.Content().Metadata) {
			if !slices.Contains(now, name) {
				wrong = append(wrong, fmt.Sprintf("The field name '%s' was reserved by version %d and must stay in %s", name, previous.Number, reservedProperty))
			}
		}
	}
	for _, name := range o.parsed.TopLevel() {
		if slices.Contains(now, name) {
			wrong = append(wrong, fmt.Sprintf("The field '%s' has a name that %s forbids; give it another one", name, reservedProperty))
		}
	}
	return wrong
}

func reserved(m *schema.Metadata) []string {
	list, _ := contract.Property(m, reservedProperty)
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}
