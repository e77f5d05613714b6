## The disk

disk-not-found = { $said }
disk-permission = { $said }
disk-full = { $said }
disk-read-only = { $said }
disk-is-folder = { $said }
disk-not-folder = { $said }
disk-port-taken = { $said }
