package migrate

import (
	"context"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

// Domain is what Concord says of a domain, besides what is in it. Other registries say nothing.
type Domain struct {
	// Name is that of the native API: `default` is the default domain.
	Name        string            `json:"domain"`
	Owner       string            `json:"owner,omitempty"`
	Description string            `json:"description,omitempty"`
	Contacts    []concord.Contact `json:"contacts,omitempty"`
}

// bare reports whether nothing is said but that the domain is there.
func (d Domain) bare() bool { return d.Owner == "" && d.Description == "" && len(d.Contacts) == 0 }

// title is what people call the domain.
func (d Domain) title() string {
	if d.Name == defaultDomain {
		return "the default domain"
	}
	return "domain " + d.Name
}

// scope is the domain as the Confluent API names it.
func (d Domain) scope() confluent.Scope { return confluent.ContextScope(contextOf(d.Name)) }

// readDomains adds what is said of the domains. The default domain is there without anybody's doing, so that it is left
// out where nothing is said.
func (s *Snapshot) readDomains(ctx context.Context, c *concord.Client) error {
	for d, err := range c.Domains(ctx) {
		if elsewhere(err) {
			return nil
		}
		if err != nil {
			return s.without("the domains", err)
		}
		found := Domain{Name: d.Domain, Owner: d.Owner, Description: d.Description}
		if len(d.Contacts) > 0 {
			found.Contacts = d.Contacts
		}
		if found.Name != defaultDomain || !found.bare() {
			s.Domains = append(s.Domains, found)
		}
	}
	return nil
}

// planDomains makes the target say of domains what the source says, if that says anything. Domains of which it does not
// come with their first version.
func (p *plan) planDomains(missing []*confluent.Version, source, target *Snapshot) {
	there, coming := target.byDomain(), map[string]bool{}
	for _, v := range missing {
		coming[v.Context] = true
	}
	for _, d := range source.Domains {
		if len(domainDifferences(d, there)) > 0 && !(d.bare() && coming[contextOf(d.Name)]) {
			p.domains = append(p.domains, d)
		}
	}
}

// setDomain makes a domain where it is missing, and has it said what d says.
func setDomain(ctx context.Context, c *concord.Client, d Domain) error {
	options := concord.UpdateOptions{AllowMissing: true}
	if !d.bare() {
		options.Fields = []string{"owner", "description", "contacts"}
	}
	_, err := c.Domain(d.Name).Update(ctx, concord.Domain{Owner: d.Owner, Description: d.Description, Contacts: d.Contacts}, options)
	return err
}

// domainDifferences are those of a domain of the source. One of which nothing is said differs only from none.
func domainDifferences(d Domain, there map[string]Domain) []Difference {
	where := d.title()
	other, ok := there[d.Name]
	switch {
	case !ok && d.Name != defaultDomain:
		return []Difference{{Where: where, What: "the domain", Source: "there"}}
	case d.bare():
		return nil
	}
	return compareAspects(where, domainAspects(d), domainAspects(other))
}

func domainAspects(d Domain) []aspect {
	return []aspect{
		{"the owner", d.Owner},
		{"the description", d.Description},
		{"the list of contacts", printed(d.Contacts, len(d.Contacts) == 0)},
	}
}

func compareDomains(source, target *Snapshot) (differences []Difference) {
	there := target.byDomain()
	for _, d := range source.Domains {
		differences = append(differences, domainDifferences(d, there)...)
	}
	return differences
}

func (s *Snapshot) byDomain() map[string]Domain {
	return by(s.Domains, func(d Domain) string { return d.Name })
}
