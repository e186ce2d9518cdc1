"""Many scripted phones on a bad network, a server that is killed: nothing acknowledged is lost."""
