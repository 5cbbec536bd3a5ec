package registry

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/reading"
	"github.com/concord-registry/concord/server/store"
)

// compare compares an offer with live versions of its subject, given ascending: those of its compatibility group that
// the level asks for (compatibility §1.1, compatibility §1.2, compatibility §1.3). It returns an error of kind Invalid when the judge has no verdict
// on the format.
func (r *Registry) compare(view *store.View, o *reading.Offer, live []*store.Version, by Standard) (Verdict, error) {
	v := Verdict{Subject: o.Subject, Standard: by, Against: map[int]*store.Version{}}
	if err := compat.CanJudge(by.Judge, o.Content.Type); err != nil && by.Level != word.None {
		return v, fault.JudgeUnfit.Because("%v", err)
	}
	old := sameGroup(live, o.Content.Metadata, by.Group)
	var err error
	v.Findings, err = r.reader.Findings(view, old, o, by.Judge, by.Level)
	for _, f := range v.Findings {
		i, _ := slices.BinarySearchFunc(old, f.Version, func(v *store.Version, n int) int { return cmp.Compare(v.Number, n) })
		v.Against[f.Version] = old[i]
	}
	return v, err
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

// reservedProperty is the metadata property that lists the names no top-level field may have.
const reservedProperty = "confluent:reserved"

// checkReserved says what is wrong with the reserved field names of an offer (compatibility §1.4).
func checkReserved(o *reading.Offer, previous *store.Version) []string {
	now := reserved(o.Content.Metadata)
	var wrong []string
	if previous != nil {
		for _, name := range reserved(previous.Content().Metadata) {
			if !slices.Contains(now, name) {
				wrong = append(wrong, fmt.Sprintf("The field name '%s' was reserved by version %d and must stay in %s", name, previous.Number, reservedProperty))
			}
		}
	}
	for _, name := range o.Parsed.TopLevel() {
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
