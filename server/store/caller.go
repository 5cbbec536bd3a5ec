package store

// Caller is who asks: for access, for the log and for policies. The zero Caller is somebody unknown.
type Caller struct {
	// ID names the caller, `user:ada` or `service:billing-deploy`. Empty means that nobody has said.
	ID string `json:"id,omitempty"`
	// Groups are those that the caller belongs to, as whoever proved the identity says.
	Groups []string `json:"groups,omitempty"`
	// Via is how the identity was proved.
	Via Via `json:"via,omitempty"`
}

// Via is how a caller has proved who they are.
type Via string

const (
	// ViaNothing: nobody has proved anything.
	ViaNothing Via = ""
	// ViaSystem: the server itself, in its background work.
	ViaSystem Via = "SYSTEM"
)

// System is the server itself at one of its own tasks: `system:policies`.
func System(task string) Caller { return Caller{ID: "system:" + task, Via: ViaSystem} }
