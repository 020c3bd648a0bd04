package snippet

// Settable lists the programs of others that can be pointed at the gateway.
func Settable() []string { return nil }
