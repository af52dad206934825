"""Describe the hub's own network and running state."""

from .record import OpenEnum, Record, Timestamp, record


class ConnectionStatus(OpenEnum):
    """Whether the hub has a connection."""

    CONNECTED = "Connected"


@record
class NetworkInterface:
    """One interface of the hub."""

    interface_name: str | None = None
    host_name: str | None = None
    dhcp_mode: str | None = None
    ipv4_host_address: str | None = None
    ipv4_subnet_mask: str | None = None
    ipv4_default_gateway: str | None = None
    ipv4_primary_dns: str | None = None
    ipv4_secondary_dns: str | None = None


@record
class AccessPoint:
    """The hub's own Wi-Fi, on while it is set up."""

    enabled: bool | None = None
    ssid: str | None = None
    channel: int | None = None
    security_mode: str | None = None
    mac_address: str | None = None
    network_interface: NetworkInterface | None = None


@record
class DhcpStatus:
    """The lease of the hub's address."""

    status: str | None = None
    lease_start_time: int | None = None
    lease_time: int | None = None
    ipv4_address: str | None = None
    ipv4_subnet_mask: str | None = None
    ipv4_default_gateway: str | None = None
    ipv4_primary_dns: str | None = None
    ipv4_secondary_dns: str | None = None


@record
class DetectedAccessPoint:
    """A neighbour's Wi-Fi; its name comes as raw bytes of the air."""

    ssid: str | None = None
    channel: int | None = None
    security_mode: str | None = None
    rssi: int | None = None


@record
class StationSignal:
    """The strength of the Wi-Fi, in dBm."""

    current: int | None = None
    min: int | None = None
    max: int | None = None


@record
class Station:
    """The hub as a client of the house's Wi-Fi."""

    enabled: bool | None = None
    ssid: str | None = None
    security_mode: str | None = None
    scan_slot_time: int | None = None
    scan_slots: int | None = None
    network_interface: NetworkInterface | None = None
    connection_status: ConnectionStatus | None = None
    dhcp_status: DhcpStatus | None = None
    scanning: bool | None = None
    detected_access_points: tuple[DetectedAccessPoint, ...] = ()
    connection_failures: int | None = None
    mdns_hostname: str | None = None
    mac_address: str | None = None
    rssi: StationSignal | None = None
    channel: int | None = None
    use_google_dns: bool | None = None


@record
class TcpStats:
    """What the hub has counted on its network."""

    time_last_updated: Timestamp = None
    segments_sent_count: int | None = None
    segment_retransmissions_count: int | None = None
    socket_timeouts_count: int | None = None
    stack_respawns_count: int | None = None


@record
class Network(Record):
    """The network tree."""

    access_point: AccessPoint | None = None
    station: Station | None = None
    tcp_stats_since_boot: TcpStats | None = None


@record
class Status(Record):
    """The status tree; no answer of it was ever published, only the names of its members."""

    uptime: int | None = None
    last_reset_reason: str | None = None
    task_usage_enabled: bool | None = None
