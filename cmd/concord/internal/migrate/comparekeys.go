package migrate

import (
	"fmt"

	"github.com/concord-registry/concord/clients/go/confluent"
)

func compareKeys(source, target *Snapshot) (differences []Difference) {
	keks, deks, hidden := target.kekByName(), target.dekByKey(), target.hidden()
	for _, k := range source.Keks {
		there, ok := keks[k.Name]
		if !ok {
			differences = append(differences, Difference{Where: kekName(k), What: "the key", Source: deletion(k.Deleted)})
			continue
		}
		differences = append(differences, compareAspects(kekName(k), kekAspects(k), kekAspects(there))...)
	}
	for _, d := range source.Deks {
		there, ok := deks[dekKeyOf(d)]
		if !ok {
			differences = append(differences, Difference{dekName(d), "the key", deletion(d.Deleted), hidden[dekName(d)]})
			continue
		}
		differences = append(differences, compareAspects(dekName(d), dekAspects(d), dekAspects(there))...)
	}
	return differences
}

func kekAspects(k confluent.Kek) []aspect {
	return []aspect{
		{"the state", deletion(k.Deleted)},
		{"the type of key service", k.KMSType},
		{"the id at the key service", k.KMSKeyID},
		{"the list of properties", printed(k.KMSProps, len(k.KMSProps) == 0)},
		{"the doc", k.Doc},
		{"sharing", fmt.Sprint(k.Shared)},
	}
}

func dekAspects(d confluent.Dek) []aspect {
	return []aspect{{"the state", deletion(d.Deleted)}, {"the encrypted key", d.Encrypted}}
}

func compareAssociations(source, target *Snapshot) (differences []Difference) {
	there := target.byTie()
	for _, a := range source.Associations {
		theirs, ok := there[tieOf(a)]
		if !ok {
			differences = append(differences, Difference{Where: associationName(a), What: "the association", Source: a.Lifecycle})
			continue
		}
		differences = append(differences, compareAspects(associationName(a), associationAspects(a), associationAspects(theirs))...)
	}
	return differences
}

func associationAspects(a confluent.Association) []aspect {
	return []aspect{
		{"the subject", string(a.Subject)},
		{"the lifecycle", a.Lifecycle},
		{"the resource", fmt.Sprintf("%s in %s", a.ResourceName, a.ResourceNamespace)},
	}
}
