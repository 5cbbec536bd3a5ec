package registry

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
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
	return len(c.reserved) == 0 && c.judge.Compatible(c.policy, c.findings)
}

// compare compares an offer with live versions of its subject, given ascending: those of its compatibility group that
// the level asks for (compatibility contract §1.1–1.3). It returns an error of kind Invalid when the judge has no verdict
// on the format.
func (r *Registry) compare(view *store.View, o *offer, live []*store.Version, by verdict) (comparison, error) {
	c := comparison{verdict: by, against: map[int]*store.Version{}}
	if err := by.judge.Judges(o.content.Type); err != nil && by.level != compat.None {
		return c, fault.Coded(fault.Invalid, 42203, "%v", err)
	}
	old := sameGroup(live, o.content.Metadata, by.group)
	if !by.level.Transitive() && len(old) > 1 {
		old = old[len(old)-1:]
	}
	for _, v := range slices.Backward(old) {
		found, err := r.compareOne(view, v, o, by)
		if err != nil {
			return c, err
		}
		if len(found) > 0 {
			c.against[v.Number] = v
		}
		c.findings = append(c.findings, found...)
	}
	return c, nil
}

func sameGroup(live []*store.Version, m *schema.Metadata, group string) []*store.Version {
	if group == "" {
		return live
	}
	want, _ := property(m, group)
	var same []*store.Version
	for _, v := range live {
		if got, _ := property(v.Content().Metadata, group); got == want {
			same = append(same, v)
		}
	}
	return same
}

// compareOne compares with one version in all directions that the judge hears at the level; that the formats differ is said
// once.
func (r *Registry) compareOne(view *store.View, v *store.Version, o *offer, by verdict) ([]rule.Finding, error) {
	src, err := r.reader.closeStored(view, v)
	if err != nil {
		return nil, err
	}
	var findings []rule.Finding
	for _, dir := range by.judge.Level(by.level).Directions() {
		found, err := r.pair(dir, src, o)
		if err != nil {
			return nil, fmt.Errorf("compare with version %d of %s: %w", v.Number, v.Subject, err)
		}
		for _, f := range found {
			f.Version = v.Number
			findings = append(findings, f)
		}
		if len(found) == 1 && found[0].Code == compat.DifferentType {
			break
		}
	}
	return findings, nil
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
	list, _ := property(m, reservedProperty)
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}
