package migrate

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/concord-registry/concord/clients/go/confluent"
)

// The modes that matter to an import.
const (
	importMode = "IMPORT"
	readOnly   = "READONLY" // READONLY_OVERRIDE starts so too
)

// plan is what has to be done to the target so that it holds what the source holds.
type plan struct {
	register [][]*confluent.Version
	// remove are to be soft-deleted, those that refer before those that are referred to.
	remove []*confluent.Version
	// domains come after the versions: only those make a domain whose name the native API would not take.
	domains []Domain
	config  []Scope
	// keys are in order: each may need those before.
	keys         []step
	associations []confluent.Association
	// open are the scopes that have to be in mode IMPORT meanwhile.
	open []confluent.Scope
	// aliases are the target's settings that would redirect the writes.
	aliases []Scope
	present int
}

// size is the number of steps.
func (p *plan) size() int {
	n := len(p.remove) + len(p.domains) + len(p.config) + len(p.keys) + len(p.associations)
	for _, wave := range p.register {
		n += len(wave)
	}
	return n
}

// newPlan compares. A version that the target has with another content stays as it is: [Compare] tells.
func newPlan(source, target *Snapshot) plan {
	var p plan
	there, missing := target.byKey(), []*confluent.Version{}
	for _, v := range source.Versions {
		old := there[keyOf(v)]
		switch {
		case old == nil, old.Deleted && !v.Deleted:
			missing = append(missing, v)
		default:
			p.present++
		}
		if v.Deleted && (old == nil || !old.Deleted) {
			p.remove = append(p.remove, v)
		}
	}
	p.register = waves(missing)
	p.remove = reversed(waves(p.remove))
	p.planDomains(missing, source, target)
	p.planConfig(source, target)
	p.planKeys(source, target)
	p.planAssociations(source, target)
	p.planScopes(missing, source, target)
	return p
}

func reversed(waves [][]*confluent.Version) []*confluent.Version {
	flat := slices.Concat(waves...)
	slices.Reverse(flat)
	return flat
}

// planConfig finds the settings that differ. What the target has and the source has not is cleared, but only where the
// source has any settings.
func (p *plan) planConfig(source, target *Snapshot) {
	there := target.byScope()
	for _, scope := range source.Scopes {
		change := maps.Clone(scope.Config)
		for name := range there[scope.Name].Config {
			if _, ok := scope.Config[name]; !ok && change != nil && name != ownSetting {
				change[name] = null
			}
		}
		if len(configDifferences(scope.Config, there[scope.Name].Config)) > 0 {
			p.config = append(p.config, Scope{Name: scope.Name, Config: change})
		}
	}
}

// planScopes finds the modes and aliases that stand in the way.
func (p *plan) planScopes(missing []*confluent.Version, source, target *Snapshot) {
	there, open := target.byScope(), map[confluent.Scope]bool{}
	written := map[confluent.Scope]bool{}
	for _, v := range slices.Concat(missing, p.remove) {
		written[v.Scope()] = true
	}
	for _, a := range p.associations {
		written[a.Subject] = true
	}
	for subject := range written {
		open[confluent.ContextScope(subject.Context())] = true
		if there[subject].Mode != "" {
			open[subject] = true
		}
	}
	for _, scope := range p.config {
		for _, name := range []confluent.Scope{scope.Name, confluent.ContextScope(scope.Name.Context()), confluent.Everywhere} {
			if strings.HasPrefix(there[name].Mode, readOnly) {
				open[name] = true
			}
		}
	}
	p.open = slices.Sorted(maps.Keys(open))
	if len(p.keys) > 0 {
		for _, d := range source.Deks {
			written[d.Subject] = true
		}
	}
	p.planAliases(slices.Sorted(maps.Keys(written)), there)
}

// redirects are the settings that let another subject answer.
var redirects = []string{"alias", "aliasForDeks"}

func (p *plan) planAliases(written []confluent.Scope, there map[confluent.Scope]Scope) {
	for _, subject := range written {
		if slices.ContainsFunc(redirects, func(name string) bool { return there[subject].Config[name] != nil }) {
			p.aliases = append(p.aliases, there[subject])
		}
	}
}

// ownSetting is one that only Concord knows: where a source does not have it, the target's is its own affair.
const ownSetting = "compatibilityJudge"

// configDifferences names the settings that differ, sorted. A source without any settings differs from nothing.
func configDifferences(source, target confluent.StoredConfig) []string {
	if len(source) == 0 {
		return nil
	}
	names := map[string]bool{}
	for name := range source {
		names[name] = true
	}
	for name := range target {
		names[name] = true
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(names)), func(name string) bool {
		return sameJSON(source[name], target[name]) || name == ownSetting && source[name] == nil
	})
}

// null clears a setting.
var null = json.RawMessage("null")

// sameJSON compares JSON without regard to the order of members and to white space.
func sameJSON(a, b json.RawMessage) bool {
	return bytes.Equal(canonical(a), canonical(b))
}

func canonical(text json.RawMessage) []byte {
	var value any
	if json.Unmarshal(text, &value) != nil {
		return text
	}
	out, err := json.Marshal(value)
	if err != nil {
		return text
	}
	return out
}
