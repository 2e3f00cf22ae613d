"""The agent: the only part of a kiosk that holds the device key and the network."""
